// Cues as the editor holds them, and the changes one can make to them. Times are milliseconds.
export interface Cue { start: number; end: number; text: string; settings: string }

export const SHORTEST = 100;
const NEW_MS = 2000;

export function clock(time: number): string {
  const two = (value: number): string => String(value).padStart(2, "0");
  const [hours, minutes, seconds] = [Math.floor(time / 3_600_000), Math.floor(time / 60_000) % 60, Math.floor(time / 1000) % 60];
  return `${two(hours)}:${two(minutes)}:${two(seconds)}.${String(time % 1000).padStart(3, "0")}`;
}

/** What somebody typed as a time, or null. */
export function parse(typed: string): number | null {
  const found = /^\s*(?:(?:(\d{1,3}):)?(\d{1,3}):)?(\d{1,6})(?:[.,](\d{1,3})\d*)?\s*$/.exec(typed);
  if (!found) return null;
  const [hours, minutes, seconds] = [found[1], found[2], found[3]].map((part) => Number(part ?? 0));
  return (((hours ?? 0) * 60 + (minutes ?? 0)) * 60 + (seconds ?? 0)) * 1000 + Number((found[4] ?? "").padEnd(3, "0"));
}

/** WebVTT of them; the server tidies the text. */
export function write(cues: Cue[]): string {
  const blocks = cues.map((cue) => {
    const text = cue.text.split("\n").map((line) => line.trim()).filter(Boolean).join("\n").replaceAll("-->", "--&gt;");
    return `${clock(cue.start)} --> ${clock(cue.end)}${cue.settings ? ` ${cue.settings}` : ""}\n${text}\n`;
  });
  return `WEBVTT\n\n${blocks.join("\n")}`;
}

/** Two cues in place of one, parted at a place in its text; time is shared by length. */
export function split(cue: Cue, place: number): [Cue, Cue] {
  const part = cue.text.length ? Math.min(0.9, Math.max(0.1, place / cue.text.length)) : 0.5;
  const middle = Math.round(cue.start + (cue.end - cue.start) * part);
  return [
    { ...cue, end: middle, text: cue.text.slice(0, place).trim() },
    { ...cue, start: middle, text: cue.text.slice(place).trim() },
  ];
}

export function join(first: Cue, second: Cue): Cue {
  return { ...first, end: Math.max(first.end, second.end), text: `${first.text}\n${second.text}`.trim() };
}

export function after(cue: Cue | undefined, next: Cue | undefined, at: number): Cue {
  const start = cue ? cue.end : Math.round(at);
  return { start, end: Math.max(start + SHORTEST, Math.min(start + NEW_MS, next?.start ?? Infinity)), text: "", settings: "" };
}

export function shift(cues: Cue[], by: number): Cue[] {
  return cues.map((cue) => ({ ...cue, start: Math.max(0, cue.start + by), end: Math.max(SHORTEST, cue.end + by) }));
}

/** What is wrong with a cue between its neighbours, for people; empty when nothing is. */
export function fault(cue: Cue, next: Cue | undefined): string {
  if (cue.end <= cue.start) return "It ends before it begins.";
  if (next && cue.start > next.start) return "It begins after the next one.";
  if (next && cue.end > next.start) return "It is still shown when the next one begins.";
  if (!cue.text.trim()) return "It says nothing.";
  return "";
}
