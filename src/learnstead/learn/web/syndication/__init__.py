"""Lists that programs follow: RSS, Atom, JSON Feed, podcasts, calendars."""
