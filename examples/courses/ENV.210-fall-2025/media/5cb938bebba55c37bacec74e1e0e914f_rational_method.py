"""Peak flow by the rational method, for the streets of Averley."""

from __future__ import annotations


def averley_intensity(*, years: float, minutes: float) -> float:
    """Rainfall intensity in mm/h."""
    return 480 * years**0.2 / (minutes + 10) ** 0.75


def time_of_concentration(*, length_m: float, slope: float) -> float:
    """Kirpich, in minutes."""
    return 0.0195 * length_m**0.77 * slope**-0.385


def peak_flow(*, surfaces: list[tuple[float, float]], intensity: float) -> float:
    """Flow in m3/s from (hectares, coefficient) pairs and an intensity in mm/h."""
    return sum(area * coefficient for area, coefficient in surfaces) * intensity / 360


if __name__ == "__main__":
    mill_brook = [(18, 0.90), (22, 0.25), (14, 0.15), (6, 0.60)]
    minutes = time_of_concentration(length_m=1400, slope=0.012)
    intensity = averley_intensity(years=10, minutes=minutes)
    flow = peak_flow(surfaces=mill_brook, intensity=intensity)
    print(f"tc = {minutes:.1f} min, i = {intensity:.1f} mm/h, Q = {flow:.2f} m3/s")
