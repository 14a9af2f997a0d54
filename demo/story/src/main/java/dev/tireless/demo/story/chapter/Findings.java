package dev.tireless.demo.story.chapter;

import dev.tireless.demo.story.console.Screen;
import java.util.Objects;

/** What was looked up for one line, and how much of it was as it must be. */
public final class Findings {

  private final Screen screen;
  private int checked;
  private int wrong;

  public Findings(Screen screen) {
    this.screen = screen;
  }

  /** Something that must be equal to what is expected. */
  void same(String what, Object expected, Object actual) {
    boolean holds = Objects.equals(expected, actual);
    note(holds, what + ": " + actual + (holds ? "" : ", and it must be " + expected));
  }

  /** Something that must be true. */
  void yes(String what, boolean holds) {
    note(holds, what);
  }

  /** The line could not be played to its end. */
  public void brokenOff(RuntimeException why) {
    note(false, "Broken off: " + why.getMessage());
  }

  /** Whether all that was looked up is as it must be; nothing looked up proves nothing. */
  public boolean hold() {
    return checked > 0 && wrong == 0;
  }

  public String summary() {
    return hold() ? checked + " checks" : wrong + " of " + checked + " checks failed";
  }

  private void note(boolean holds, String text) {
    checked++;
    wrong += holds ? 0 : 1;
    screen.fact(holds, text);
  }
}
