// Asks the question of a form in its other form, in place, so that nothing typed is lost.

export function watchQuestion() {
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("form [data-code] [name=switch]");
    if (!button) return;
    event.preventDefault();
    const answer = await fetch(button.dataset.other, { cache: "no-store" }).catch(() => 0);
    const page = new DOMParser().parseFromString(answer.ok ? await answer.text() : "", "text/html");
    const fresh = page.querySelector("[data-code]");
    // Its own page says why; the user name is kept there.
    if (!fresh) return button.form.requestSubmit(button);
    button.form.elements.csrf.value = fresh.closest("form").elements.csrf.value;
    button.closest("[data-code]").replaceWith(fresh);
    fresh.querySelector("[name=picture_code]").focus();
  });
}
