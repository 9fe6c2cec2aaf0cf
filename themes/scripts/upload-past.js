// A worker that sends a file past the desk, by the form that the desk has signed for it. What it may reach is said by the
// policy that this file itself is served with; of the pages', it has nothing.

import { post } from "./post.js";

addEventListener("message", ({ data: { url, fields } }) => {
  const went = ({ loaded, total }) => postMessage({ loaded, total });
  post(url, fields, (_, status) => postMessage({ status }), went);
});
