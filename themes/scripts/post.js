// Posts a form in parts, tells how far it is, and in the end what came back: its JSON and its status, or nothing.

export function post(url, fields, done, went) {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  const request = new XMLHttpRequest();
  request.open("POST", url);
  request.responseType = "json";
  if (went) request.upload.addEventListener("progress", went);
  request.addEventListener("load", () => done(request.response, request.status));
  request.addEventListener("error", () => done());
  request.send(body);
}
