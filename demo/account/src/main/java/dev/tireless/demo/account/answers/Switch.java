package dev.tireless.demo.account.answers;

/**
 * The position of the switch.
 *
 * @param delayMs how late {@link AnswerMode#LATE} answers, 0 to {@value #LONGEST}
 */
record Switch(AnswerMode mode, int delayMs) {

  static final Switch NORMAL = new Switch(AnswerMode.NORMAL, 0);

  static final int LONGEST = 60_000;
}
