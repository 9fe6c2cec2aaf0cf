// A question that hangs on the answer to another is there while that answer is given. Without script it says on which.
export function askedIf(form) {
  const questions = [...form.querySelectorAll("[data-asked-if]")];
  for (const note of form.querySelectorAll("[data-asked-note]")) note.hidden = true;
  const given = (name, value) =>
    [...form.elements].some((field) => !field.closest("[data-asked-if][hidden]") &&
      (field.name === name || field.name === `${name}.${value}`) &&
      (/^(radio|checkbox)$/.test(field.type) ? field.checked && [value, "yes"].includes(field.value) : field.value === value));
  // In the order of the page: what a hidden question was answered leads to nothing.
  const show = () => questions.forEach((question) => {
    const { askedIf: name, is } = question.dataset;
    question.hidden = !is.split(" ").some((value) => given(name, value));
  });
  form.addEventListener("input", show);
  form.addEventListener("reset", () => setTimeout(show));
  show();
}

// "At least ten days from today" says which day that is: counted from the desk's today, in the reader's calendar.
export function earliest(note, now = Date.now()) {
  const { lead, zone } = note.dataset;
  const [year, month, day] = ["year", "month", "day"].map((part) =>
    Number(new Intl.DateTimeFormat("en-u-ca-gregory", { timeZone: zone, [part]: "numeric" }).format(now)));
  const { lang } = document.documentElement;
  const words = new Intl.DateTimeFormat(lang, { timeZone: "UTC", day: "numeric", month: "long", year: "numeric" })
    .format(Date.UTC(year, month - 1, day + Number(lead)));
  note.append(` ${note.dataset.first} ${words}.`);
}
