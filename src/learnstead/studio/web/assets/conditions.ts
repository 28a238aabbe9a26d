// A field with a condition is shown only while the field it names has the right value.
export function startConditions(form: HTMLFormElement): void {
  const apply = (): void => {
    const data = new FormData(form);
    for (const box of form.querySelectorAll<HTMLElement>("[data-when]")) {
      const values = data.getAll(box.dataset.when ?? "");
      box.classList.toggle("inactive", !values.includes(box.dataset.equals ?? ""));
    }
  };
  form.addEventListener("change", apply);
  apply();
}
