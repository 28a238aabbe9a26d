// Shortcodes stand out as chips, and so does mathematics; both stay plain text.
import type { Extension } from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView, MatchDecorator, ViewPlugin, type ViewUpdate } from "@codemirror/view";

const SHORTCODE = /\{\{([<%])[^\n]*?[>%]\}\}/g;
const MATH = /\\\\\(.*?\\\\\)|\\\\\[.*?\\\\\]|\$\$.*?\$\$/g;

function marked(regexp: RegExp, name: string): Extension {
  const decorator = new MatchDecorator({ regexp, decoration: Decoration.mark({ class: name }) });
  return ViewPlugin.fromClass(class {
    decorations: DecorationSet;

    constructor(view: EditorView) { this.decorations = decorator.createDeco(view); }

    update(update: ViewUpdate): void { this.decorations = decorator.updateDeco(update, this.decorations); }
  }, { decorations: (plugin) => plugin.decorations });
}

export const shortcodes: Extension = [marked(SHORTCODE, "cm-shortcode"), marked(MATH, "cm-math")];

/** What an author can insert, with the place for the cursor marked by a bar. */
export const SNIPPETS: readonly (readonly [string, string])[] = [
  ["Quiz with choices", "{{< quiz_multiple_choice questionId=\"q1\" >}}{{< quiz_choices >}}{{< quiz_choice isCorrect=\"true\" >}}|{{< /quiz_choice >}}\n{{< quiz_choice isCorrect=\"false\" >}}{{< /quiz_choice >}}{{< /quiz_choices >}}\n{{< quiz_solution >}}{{< /quiz_solution >}}{{< /quiz_multiple_choice >}}"],
  ["YouTube video", "{{< youtube \"|\" >}}"],
  ["Quotation with its author", "{{< quote \"|\" \"\" >}}"],
  ["Anchor to link to", "{{< anchor \"|\" >}}{{< /anchor >}}"],
  ["Subscript", "{{< sub \"|\" >}}"],
  ["Superscript", "{{< sup \"|\" >}}"],
  ["Line break", "{{< br >}}|"],
  ["Image gallery", "{{< image-gallery id=\"gallery\" baseUrl=\"\" >}}\n{{< image-gallery-item href=\"|\" data-ngdesc=\"\" text=\"\" >}}\n{{< /image-gallery >}}"],
];
