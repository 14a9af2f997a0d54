package dev.tireless.receive;

import org.jspecify.annotations.Nullable;

/**
 * What the inbox did with one notification. The inbox has logged it already.
 *
 * @param reason why it was not applied, empty when it was; for our own eyes, the words of a refusal
 *     excepted
 * @param cause what was thrown, null unless the outcome is {@link InboxOutcome#FAILED}
 */
public record InboxResult(InboxOutcome outcome, String reason, @Nullable Throwable cause) {

  static InboxResult applied() {
    return new InboxResult(InboxOutcome.APPLIED, "", null);
  }

  static InboxResult ignored(long appliedVersion) {
    String reason = "version " + appliedVersion + " was applied before";
    return new InboxResult(InboxOutcome.IGNORED, reason, null);
  }

  static InboxResult refused(RefusedException refusal) {
    return new InboxResult(InboxOutcome.REFUSED, String.valueOf(refusal.getMessage()), null);
  }

  static InboxResult failed(Throwable cause) {
    return new InboxResult(InboxOutcome.FAILED, cause.toString(), cause);
  }
}
