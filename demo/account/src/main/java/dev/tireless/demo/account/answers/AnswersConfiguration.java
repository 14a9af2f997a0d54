package dev.tireless.demo.account.answers;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

/** Puts the switch before the receiving endpoint and nothing else. */
@Configuration(proxyBeanMethods = false)
class AnswersConfiguration {

  @Bean
  FilterRegistrationBean<AnswersFilter> answersFilter(
      Answers answers, @Value("${tireless.inbox.path:/tireless/notifications}") String path) {
    FilterRegistrationBean<AnswersFilter> registration =
        new FilterRegistrationBean<>(new AnswersFilter(answers));
    registration.addUrlPatterns(path);
    registration.setOrder(Ordered.LOWEST_PRECEDENCE);
    return registration;
  }
}
