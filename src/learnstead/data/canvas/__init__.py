"""Canvas courses as Common Cartridge exports: who may see what, and what is written in it."""
