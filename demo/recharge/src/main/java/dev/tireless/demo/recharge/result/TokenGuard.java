package dev.tireless.demo.recharge.result;

import dev.tireless.Publication;
import dev.tireless.deliver.Receivers;
import dev.tireless.demo.recharge.DemoProperties;
import dev.tireless.demo.recharge.problem.Problem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Lets only those ask for results who carry the token (RFC 6750). That is the account system, so
 * whatever it asks is a sign of life: if it could not be told, it is tried again at once.
 */
@Component
class TokenGuard implements HandlerInterceptor, WebMvcConfigurer {

  /** The receiver of {@code recharge.yml}. */
  private static final String ACCOUNT = "account";

  private final byte[] expected;
  private final Receivers receivers;

  TokenGuard(DemoProperties properties, Receivers receivers) {
    this.receivers = receivers;
    this.expected = bytes("Bearer " + properties.token());
  }

  @Override
  public void addInterceptors(InterceptorRegistry registry) {
    registry.addInterceptor(this).addPathPatterns("/account/payResult/**");
  }

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    if (!isExpected(request.getHeader(HttpHeaders.AUTHORIZATION))) {
      throw unauthorized();
    }
    receivers.heard(Publication.DEFAULT_TENANT, ACCOUNT);
    return true;
  }

  /** In constant time, so that a token cannot be guessed letter by letter. */
  private boolean isExpected(@Nullable String header) {
    return header != null && MessageDigest.isEqual(bytes(header), expected);
  }

  private static ErrorResponseException unauthorized() {
    ErrorResponseException problem =
        Problem.of(HttpStatus.UNAUTHORIZED, "UNAUTHORIZED", "A valid bearer token is needed");
    problem.getHeaders().set(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
    return problem;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
