// Where to begin: ?start=, #t= or a link of the transcript; and going there.
import type { Parts } from "./film";

/** Seconds from "90", "1:30", "1h2m3s"; null from anything else. */
export function seconds(text: string | null): number | null {
  if (!text) return null;
  if (/^\d+(\.\d+)?s?$/.test(text)) return Number.parseFloat(text);
  if (/^\d+(:\d{1,2}){1,2}(\.\d+)?$/.test(text)) return text.split(":").reduce((sum, part) => sum * 60 + Number(part), 0);
  const named = /^(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/.exec(text);
  return named ? Number(named[1] ?? 0) * 3600 + Number(named[2] ?? 0) * 60 + Number(named[3] ?? 0) : null;
}

export function go(parts: Parts, second: number): void {
  const { video } = parts;
  const land = (): void => { video.currentTime = second; };
  if (video.readyState > 0) return land();
  parts.start = second;
  video.addEventListener("loadedmetadata", land, { once: true });
  parts.frame.dispatchEvent(new CustomEvent("moment"));
}

/** Goes where the address says, and answers whether it said so. */
export function startMoments(parts: Parts): boolean {
  const fromHash = (): number | null => seconds(new URLSearchParams(location.hash.slice(1)).get("t")?.split(",")[0] ?? null);
  const asked = fromHash() ?? seconds(new URLSearchParams(location.search).get("start"));
  if (asked !== null) go(parts, asked);
  addEventListener("hashchange", () => {
    const second = fromHash();
    if (second !== null) go(parts, second);
  });
  parts.page.addEventListener("click", (event) => {
    const link = (event.target as Element).closest<HTMLElement>("a[data-second]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    go(parts, Number(link.dataset.second));
    void parts.video.play().catch(() => undefined);
    parts.frame.scrollIntoView({ block: "nearest" });
  });
  return asked !== null;
}
