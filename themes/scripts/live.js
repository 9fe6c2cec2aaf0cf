// `deskmark serve`: the page follows the content as it is saved.
const SCROLL = "deskmark:scroll";
const kept = sessionStorage.getItem(SCROLL);
if (kept) {
  sessionStorage.removeItem(SCROLL);
  const { path, top } = JSON.parse(kept);
  if (path === location.pathname) addEventListener("load", () => scrollTo({ top, behavior: "instant" }));
}

let overlay;
const events = new EventSource("/_live");
events.addEventListener("reload", () => {
  sessionStorage.setItem(SCROLL, JSON.stringify({ path: location.pathname, top: scrollY }));
  location.reload();
});
events.addEventListener("error", (event) => {
  // EventSource's own error events (the server went away) carry no data; it reconnects by itself.
  if (event.data === undefined) return;
  overlay ??= document.createElement("pre");
  overlay.className = "live-error";
  overlay.setAttribute("role", "alert");
  overlay.textContent = event.data;
  document.body.append(overlay);
});
events.addEventListener("healed", () => {
  overlay?.remove();
});
