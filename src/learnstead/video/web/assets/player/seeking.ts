// The bar one drags: where it is, what is loaded, where chapters begin, and a small picture of what is there.
import { clock, length, type Chapter, type Parts } from "./film";
import { go } from "./moments";

interface Picture { from: number; to: number; url: string; place: [number, number, number, number] }

export function seekBar(parts: Parts): HTMLElement {
  const { video, film } = parts;
  const box = document.createElement("div");
  box.className = "player-seek";
  const slider = document.createElement("input");
  Object.assign(slider, { type: "range", min: "0", step: "any", value: "0" });
  slider.setAttribute("aria-label", "Position");
  const preview = document.createElement("div");
  preview.className = "player-preview";
  preview.hidden = true;
  box.append(slider, marks(film.chapters, film.duration), preview);

  const tell = (): void => {
    const whole = length(parts);
    slider.max = String(whole);
    if (!slider.matches(":active")) slider.value = String(video.currentTime);
    const chapter = chapterAt(film.chapters, video.currentTime);
    slider.setAttribute("aria-valuetext", `${clock(video.currentTime)} of ${clock(whole)}${chapter ? `, ${chapter}` : ""}`);
    const loaded = video.buffered.length ? video.buffered.end(video.buffered.length - 1) : 0;
    box.style.setProperty("--played", `${100 * video.currentTime / (whole || 1)}%`);
    box.style.setProperty("--loaded", `${100 * loaded / (whole || 1)}%`);
  };
  for (const name of ["timeupdate", "durationchange", "progress", "seeking"]) video.addEventListener(name, tell);
  tell();
  slider.addEventListener("input", () => go(parts, Number(slider.value)));
  // Arrows mean five seconds everywhere in the player; see keys.ts.
  slider.addEventListener("keydown", (event) => { if (event.key.startsWith("Arrow")) event.preventDefault(); });
  previewAt(parts, box, preview);
  return box;
}

function chapterAt(chapters: Chapter[], second: number): string {
  return chapters.filter((one) => one.start <= second).pop()?.title ?? "";
}

function marks(chapters: Chapter[], duration: number): HTMLElement {
  const made = document.createElement("div");
  made.className = "player-marks";
  made.setAttribute("aria-hidden", "true");
  for (const chapter of chapters) {
    if (chapter.start <= 0 || !duration) continue;
    const mark = document.createElement("span");
    mark.style.insetInlineStart = `${100 * chapter.start / duration}%`;
    made.append(mark);
  }
  return made;
}

function previewAt(parts: Parts, box: HTMLElement, preview: HTMLElement): void {
  let pictures: Promise<Picture[]> | undefined;
  const image = document.createElement("div");
  const words = document.createElement("span");
  preview.append(image, words);
  parts.frame.addEventListener("addresses", () => { pictures = undefined; });
  box.addEventListener("pointerleave", () => { preview.hidden = true; });
  box.addEventListener("pointermove", (event) => {
    const edge = box.getBoundingClientRect();
    const part = Math.min(1, Math.max(0, (event.clientX - edge.left) / edge.width));
    const second = part * length(parts);
    preview.hidden = false;
    preview.style.insetInlineStart = `${100 * part}%`;
    words.textContent = [clock(second), chapterAt(parts.film.chapters, second)].filter(Boolean).join(" · ");
    pictures ??= readPictures(parts.film.playback.sprite_cues).catch(() => []);
    void pictures.then((all) => {
      const found = all.find((one) => second >= one.from && second < one.to);
      image.hidden = !found;
      if (!found) return;
      const [left, top, width, height] = found.place;
      image.style.width = `${width}px`;
      image.style.height = `${height}px`;
      image.style.backgroundImage = `url(${JSON.stringify(found.url)})`;
      image.style.backgroundPosition = `-${left}px -${top}px`;
    });
  });
}

/** WebVTT whose cues say `sprite.jpg#xywh=0,0,160,90`. */
async function readPictures(cues: string): Promise<Picture[]> {
  if (!cues) return [];
  const answer = await fetch(cues);
  if (!answer.ok) return [];
  const found: Picture[] = [];
  const pattern = /([\d:.]+)\s+-->\s+([\d:.]+)[^\n]*\n([^\n#]+)#xywh=(\d+),(\d+),(\d+),(\d+)/g;
  for (const [, from, to, name, ...place] of (await answer.text()).matchAll(pattern)) {
    const seconds = (time = ""): number => time.split(":").reduce((sum, part) => sum * 60 + Number(part), 0);
    const [left = 0, top = 0, width = 0, height = 0] = place.map(Number);
    const base = new URL(cues, location.href);
    const url = new URL(name ?? "", base);
    url.search ||= base.search;
    found.push({ from: seconds(from), to: seconds(to), url: url.href, place: [left, top, width, height] });
  }
  return found;
}
