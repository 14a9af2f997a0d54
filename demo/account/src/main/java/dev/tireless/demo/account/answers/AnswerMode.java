package dev.tireless.demo.account.answers;

/** How notifications are answered. */
enum AnswerMode {
  /** As they should be. */
  NORMAL,
  /** Read and never answered; nothing is applied. */
  SILENT,
  /** Applied, and answered late. */
  LATE,
  /** Lost: nothing is applied, the answer is 500. */
  LOSE
}
