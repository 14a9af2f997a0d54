package dev.tireless.demo.account.ask;

import dev.tireless.demo.account.PayResult;
import dev.tireless.demo.account.problem.Problem;
import java.net.SocketTimeoutException;
import java.net.http.HttpTimeoutException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.stereotype.Component;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClientException;

/** The recharge system, with everything that can go wrong when it is asked told apart. */
@Component
class RechargeSystem {

  private static final String UNKNOWN = "RESULT_UNKNOWN";

  private final RechargeClient client;

  RechargeSystem(RechargeClient client) {
    this.client = client;
  }

  /**
   * The result of that very recharge.
   *
   * @throws org.springframework.web.ErrorResponseException 404 only when the recharge system itself
   *     says that it knows of no result; 502 or 504 when it did not say anything of use
   */
  PayResult ask(String txNo) {
    PayResult result = answer(txNo);
    if (result == null) {
      throw badGateway("answered nothing when asked for " + txNo);
    }
    if (!result.id().equals(txNo)) {
      throw badGateway("answered for " + result.id() + " when asked for " + txNo);
    }
    return result;
  }

  private @Nullable PayResult answer(String txNo) {
    try {
      return client.payResult(txNo);
    } catch (HttpClientErrorException.NotFound e) {
      throw saysUnknown(e) ? unknown(txNo) : badGateway("has no result query at its address");
    } catch (ResourceAccessException e) {
      throw unreachable(e);
    } catch (RestClientException e) {
      throw badGateway("gave an answer of no use: " + e.getMessage());
    }
  }

  static RuntimeException unknown(String txNo) {
    return Problem.notFound(UNKNOWN, "The recharge system knows of no result for " + txNo);
  }

  private static boolean saysUnknown(HttpClientErrorException.NotFound answer) {
    ProblemDetail problem = problem(answer);
    Map<String, Object> properties = problem == null ? null : problem.getProperties();
    return properties != null && UNKNOWN.equals(properties.get("code"));
  }

  private static @Nullable ProblemDetail problem(HttpClientErrorException answer) {
    try {
      return answer.getResponseBodyAs(ProblemDetail.class);
    } catch (RestClientException e) {
      return null;
    }
  }

  private static RuntimeException unreachable(ResourceAccessException failure) {
    Throwable cause = failure.getCause();
    if (cause instanceof HttpTimeoutException || cause instanceof SocketTimeoutException) {
      return Problem.of(
          HttpStatus.GATEWAY_TIMEOUT, "RECHARGE_TIMEOUT", "The recharge system did not answer");
    }
    return Problem.of(
        HttpStatus.BAD_GATEWAY, "RECHARGE_UNREACHABLE", "The recharge system cannot be reached");
  }

  private static RuntimeException badGateway(String what) {
    return Problem.of(
        HttpStatus.BAD_GATEWAY, "RECHARGE_ANSWER_UNUSABLE", "The recharge system " + what);
  }
}
