package dev.tireless.demo.story.console;

/** Select Graphic Rendition of ECMA-48. */
enum Colour {
  BOLD(1),
  DIM(2),
  RED(31),
  GREEN(32);

  private final int code;

  Colour(int code) {
    this.code = code;
  }

  String paint(String text, boolean wanted) {
    return wanted ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }
}
