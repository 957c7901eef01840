// Asks the question of a form anew, as another picture or in its other form, in place, so that nothing typed is lost.

export function watchQuestion() {
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("form [data-code] :is([name=switch], [name=another])");
    if (!button) return;
    event.preventDefault();
    const answer = await fetch(button.dataset.other, { cache: "no-store" }).catch(() => 0);
    const page = new DOMParser().parseFromString(answer.ok ? await answer.text() : "", "text/html");
    const fresh = page.querySelector("[data-code]");
    // Its own page says why; the user name is kept there.
    if (!fresh) return button.form.requestSubmit(button);
    button.form.elements.csrf.value = page.querySelector("main [name=csrf]").value;
    // Its inputs go with the form that this one goes with.
    if (button.hasAttribute("form")) fresh.querySelectorAll("input, button").forEach((input) => input.setAttribute("form", button.form.id));
    button.closest("[data-code]").replaceWith(fresh);
    fresh.querySelector("[name=picture_code]").focus();
  });
}
