package dev.tireless.spring.receive;

import dev.tireless.receive.NotificationHandler;
import dev.tireless.spring.OnNotification;
import dev.tireless.wire.Names;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;
import tools.jackson.databind.json.JsonMapper;

/** Finds the methods with {@link OnNotification} in all beans. */
final class HandlerMethods {

  private final ConfigurableListableBeanFactory beans;
  private final JsonMapper mapper;

  HandlerMethods(ConfigurableListableBeanFactory beans, JsonMapper mapper) {
    this.beans = beans;
    this.mapper = mapper;
  }

  /**
   * The handlers by topic.
   *
   * @throws IllegalStateException when a method cannot be a handler, or two want one topic
   */
  Map<String, NotificationHandler> find() {
    Map<String, NotificationHandler> byTopic = new TreeMap<>();
    for (String bean : beans.getBeanNamesForType(Object.class, true, false)) {
      Class<?> type = AutoProxyUtils.determineTargetClass(beans, bean);
      if (type != null && !ScopedProxyUtils.isScopedTarget(bean)) {
        annotated(type).forEach((method, wanted) -> add(byTopic, bean, method, wanted));
      }
    }
    return Map.copyOf(byTopic);
  }

  private static Map<Method, OnNotification> annotated(Class<?> type) {
    return AnnotationUtils.isCandidateClass(type, OnNotification.class)
        ? MethodIntrospector.selectMethods(type, HandlerMethods::annotation)
        : Map.of();
  }

  private static @Nullable OnNotification annotation(Method method) {
    return AnnotatedElementUtils.findMergedAnnotation(method, OnNotification.class);
  }

  private void add(
      Map<String, NotificationHandler> byTopic, String bean, Method method, OnNotification wanted) {
    HandlerMethod handler = HandlerMethod.of(beans.getBean(bean), method, mapper);
    NotificationHandler other = byTopic.put(topic(wanted, handler), handler);
    if (other != null) {
      throw new IllegalStateException(
          "Two methods have @OnNotification(topic = \"%s\"), %s and %s: a topic has one"
              .formatted(wanted.topic(), other, handler));
    }
  }

  private String topic(OnNotification wanted, HandlerMethod handler) {
    String topic = String.valueOf(beans.resolveEmbeddedValue(wanted.topic()));
    if (!Names.isName(topic)) {
      throw new IllegalStateException(
          "@OnNotification of %s has no possible topic: '%s'".formatted(handler, topic));
    }
    return topic;
  }
}
