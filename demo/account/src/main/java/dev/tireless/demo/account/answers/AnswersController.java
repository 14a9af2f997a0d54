package dev.tireless.demo.account.answers;

import dev.tireless.demo.account.problem.Problem;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The switch over HTTP. */
@RestController
@RequestMapping("/demo/answers")
class AnswersController {

  private final Answers answers;

  AnswersController(Answers answers) {
    this.answers = answers;
  }

  record Move(@Nullable AnswerMode mode, @Nullable Integer delayMs) {
    Switch checked() {
      if (mode == null) {
        throw Problem.badRequest("MODE_INVALID", "mode must be NORMAL, SILENT, LATE or LOSE");
      }
      int delay = delayMs == null ? 0 : delayMs;
      if (delay < 0 || delay > Switch.LONGEST) {
        throw Problem.badRequest("DELAY_INVALID", "delayMs must be 0 to " + Switch.LONGEST);
      }
      return new Switch(mode, delay);
    }
  }

  @GetMapping
  Switch position() {
    return answers.position();
  }

  @PutMapping
  Switch move(@RequestBody Move move) {
    Switch to = move.checked();
    answers.move(to);
    return to;
  }
}
