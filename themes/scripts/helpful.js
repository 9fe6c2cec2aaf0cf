// "Did this help?" without leaving the page. The answer is counted; nothing is kept here.
export function helpful(form) {
  const words = form.dataset;
  const buttons = [...form.querySelectorAll("button[name=answer]")];
  const more = document.getElementById(words.more);
  const status = document.createElement("p");
  status.className = "helpful-status";
  status.setAttribute("role", "status");
  form.append(status);

  form.addEventListener("submit", async (event) => {
    const button = event.submitter;
    if (!buttons.includes(button)) return;
    event.preventDefault();
    if (form.dataset.answered) return;
    form.dataset.answered = button.value;
    mark(button.value);
    try {
      const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form, button)) });
      if (!answer.ok) throw new Error(String(answer.status));
    } catch {
      delete form.dataset.answered;
      mark(undefined);
      status.textContent = words.failed;
      return;
    }
    status.textContent = button.value === "yes" ? words.thanksYes : words.thanksNo;
    if (button.value === "no") more.open = true;
  });

  // The buttons stay, so that nobody's place on the page is lost.
  function mark(answer) {
    for (const button of buttons) {
      button.setAttribute("aria-pressed", String(button.value === answer));
      button.setAttribute("aria-disabled", String(answer !== undefined));
    }
  }
}
