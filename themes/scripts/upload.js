// Files are uploaded when they are chosen; the form then carries what stands for them. What is not uploaded when the form is
// sent goes along with it, as it does without a script.

import { post } from "./post.js";

const MB = 1024 * 1024;
const say = (text, name) => text.replace("{$name}", () => name);

export function upload(input) {
  const words = input.dataset;
  const box = input.closest(".files");
  const [shown, list, status] = [".files-carried", "ul", "[role=status]"].map((part) => box.querySelector(part));

  input.addEventListener("change", () => {
    box.querySelectorAll(".field-error").forEach((told) => told.remove());
    [...input.files].forEach(take);
  });
  // What was chosen before this was there.
  [...input.files].forEach(take);

  function take(file) {
    if (file.size > words.max * MB) return refuse(file, say(words.tooLarge, file.name));
    if (list.childElementCount >= words.most) return refuse(file, words.tooMany);
    const row = list.appendChild(document.createElement("li"));
    shown.hidden = false;
    const progress = document.createElement("progress");
    progress.setAttribute("aria-label", say(words.busy, file.name));
    const label = document.createElement("bdi");
    label.textContent = file.name;
    row.className = "choice";
    row.append(progress, label);
    send(file, progress, (answer, code) => {
      if (code === 201) return carry(row, file, answer);
      row.remove();
      shown.hidden = !list.childElementCount;
      if (answer?.error) refuse(file, answer.error);
      // Something before the desk takes less than the desk would: with the form it would not get through either.
      else if (code === 413) refuse(file, say(words.tooHeavy, file.name));
      else tell(say(words.failed, file.name));
    });
  }

  function send(file, progress, done) {
    const { lang } = document.documentElement;
    const went = ({ loaded, total }) => {
      [progress.value, progress.max] = [loaded, total];
    };
    const here = () => post("/t/files", { lang, files: file }, done, went);
    // What is larger may not get through what stands before the desk. Where there is a way past it, it goes there.
    if (file.size <= words.through * MB) return here();
    // What does not arrive there would not get through with the form: it has to be chosen again.
    const lost = { error: say(words.notKept, file.name) };
    post("/t/files/direct", { lang, name: file.name, size: file.size }, (way, asked) => {
      if (asked === 204) return here();
      if (asked !== 200) return done(way?.error ? way : lost);
      past({ url: way.post.url, fields: { ...way.post.fields, file } }, went, (sent) => {
        if (sent !== 204) return done(lost);
        post("/t/files/arrived", { lang, pending: way.pending }, (answer, code) => {
          done(code === 201 || answer?.error ? answer : lost, code);
        });
      });
    });
  }

  // No page may send to another origin. The worker may, to the one that is named where its file is served.
  function past(form, went, done) {
    const worker = new Worker(new URL("./upload-past.js", import.meta.url), { type: "module" });
    const end = (status) => {
      worker.terminate();
      done(status);
    };
    worker.addEventListener("error", () => end());
    worker.addEventListener("message", ({ data }) => (data.total ? went(data) : end(data.status)));
    worker.postMessage(form);
  }

  function carry(row, file, { token, name, size }) {
    leave(file);
    const label = document.createElement("label");
    const tick = document.createElement("input");
    const names = new Set([...list.querySelectorAll("input")].map((other) => other.name));
    let number = 1;
    while (names.has(`${input.name}.${number}`)) number += 1;
    Object.assign(tick, { type: "checkbox", name: `${input.name}.${number}`, value: token, checked: true });
    const [called, large] = [document.createElement("bdi"), document.createElement("span")];
    [called.textContent, large.textContent, large.className] = [name, size, "file-size"];
    const text = document.createElement("span");
    text.append(called, " ", large);
    label.className = "choice";
    label.append(tick, text);
    row.className = "";
    row.replaceChildren(label);
    status.textContent = say(words.done, name);
    input.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function refuse(file, why) {
    leave(file);
    tell(why);
  }

  function tell(why) {
    const told = document.createElement("p");
    told.className = "field-error";
    told.textContent = why;
    input.before(told);
    status.textContent = why;
  }

  // A file that was uploaded, or will never be taken, is not sent once more with the form.
  function leave(file) {
    const rest = new DataTransfer();
    for (const other of input.files) if (other !== file) rest.items.add(other);
    input.files = rest.files;
  }
}
