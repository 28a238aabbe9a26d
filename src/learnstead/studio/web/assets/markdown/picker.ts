// A dialog that finds pages and resources to link or embed, or takes an address.
interface Found { text_id: string; title: string; kind: string }
export interface Picked { text: string; block: boolean }

const DEBOUNCE = 150;

function element<Name extends keyof HTMLElementTagNameMap>(name: Name, properties: Partial<HTMLElementTagNameMap[Name]> = {}, ...children: (Node | string)[]): HTMLElementTagNameMap[Name] {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

/** Double quotes end a shortcode's argument. */
const quoted = (text: string): string => text.replaceAll("\\", "\\\\").replaceAll('"', '\\"');

export class Picker {
  private readonly dialog = element("dialog", { className: "picker" });
  private readonly search = element("input", { type: "search", id: "picker-search", placeholder: "Words of the title, or https://…", autocomplete: "off" });
  private readonly results = element("ul", { className: "picker-results" });
  private timer = 0;
  private done: (picked: Picked | null) => void = () => undefined;

  constructor(private readonly url: string, private readonly types: string, private readonly embeds: string) {
    const close = element("button", { type: "button", className: "button quiet small", textContent: "Close" });
    close.addEventListener("click", () => this.finish(null));
    const heading = element("h2", { id: "picker-heading", textContent: "Link or insert" });
    this.dialog.setAttribute("aria-labelledby", "picker-heading");
    this.results.setAttribute("aria-live", "polite");
    const label = element("label", { htmlFor: "picker-search", textContent: "Page, resource or address" });
    this.dialog.append(element("div", { className: "between" }, heading, close), label, this.search, this.results);
    this.dialog.addEventListener("close", () => this.finish(null));
    this.search.addEventListener("input", () => { clearTimeout(this.timer); this.timer = window.setTimeout(() => void this.ask(""), DEBOUNCE); });
    this.search.addEventListener("keydown", (event) => {
      if (event.key === "Enter") { event.preventDefault(); this.results.querySelector("button")?.click(); }
    });
  }

  open(selected: string): Promise<Picked | null> {
    document.body.append(this.dialog);
    this.search.value = "";
    this.dialog.showModal();
    this.search.focus();
    void this.ask(selected);
    return new Promise((resolve) => { this.done = resolve; });

  }

  private finish(picked: Picked | null): void {
    this.done(picked);
    this.done = () => undefined;
    if (this.dialog.open) this.dialog.close();
    this.dialog.remove();
  }

  private async ask(selected: string): Promise<void> {
    const text = this.search.value.trim();
    if (/^(https?:|mailto:)/.test(text)) return this.showAddress(text, selected);
    const query = new URLSearchParams({ types: this.types, q: text });
    let found: Found[] = [];
    try {
      found = ((await (await fetch(`${this.url}?${query}`)).json()) as { choices: Found[] }).choices;
    } catch {
      return this.results.replaceChildren(element("li", { textContent: "The search did not answer." }));
    }
    this.results.replaceChildren(...(found.length ? found.map((one) => this.row(one, selected)) : [element("li", { textContent: "Nothing fits." })]));
  }

  private showAddress(url: string, selected: string): void {
    const button = element("button", { type: "button", className: "button small", textContent: "Link to this address" });
    button.addEventListener("click", () => this.finish({ text: `[${selected || "|"}](${url})`, block: false }));
    this.results.replaceChildren(element("li", {}, button));
  }

  private row(one: Found, selected: string): HTMLLIElement {
    const link = element("button", { type: "button", className: "button small", textContent: "Link" });
    link.setAttribute("aria-label", `Link to ${one.title}`);
    link.addEventListener("click", () => this.finish({ text: `{{% resource_link "${one.text_id}" "${quoted(selected || one.title)}" %}}`, block: false }));
    const buttons = element("span", { className: "picker-buttons" }, link);
    if (this.embeds && ["Image", "Video"].includes(one.kind)) {
      const embed = element("button", { type: "button", className: "button small", textContent: "Insert" });
      embed.setAttribute("aria-label", `Insert ${one.title}`);
      embed.addEventListener("click", () => this.finish({ text: `{{< resource uuid="${one.text_id}" >}}`, block: true }));
      buttons.append(embed);
    }
    return element("li", {}, element("span", {}, one.title, " ", element("span", { className: "meta", textContent: one.kind })), buttons);
  }
}
