"""Pages for those who look after search: how results are ranked, what means the same, what is looked for."""
