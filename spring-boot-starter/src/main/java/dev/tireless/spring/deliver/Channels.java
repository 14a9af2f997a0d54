package dev.tireless.spring.deliver;

import dev.tireless.Channel;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.beans.factory.ListableBeanFactory;

/** The channel beans by the names that receivers call them: {@code httpChannel} is {@code http}. */
final class Channels {

  private static final String SUFFIX = "Channel";

  private Channels() {}

  static Map<String, Channel> byName(ListableBeanFactory beans) {
    return beans.getBeansOfType(Channel.class).entrySet().stream()
        .collect(Collectors.toMap(bean -> name(bean.getKey()), Map.Entry::getValue));
  }

  static Set<String> names(ListableBeanFactory beans) {
    return Arrays.stream(beans.getBeanNamesForType(Channel.class))
        .map(Channels::name)
        .collect(Collectors.toSet());
  }

  private static String name(String bean) {
    return bean.endsWith(SUFFIX) ? bean.substring(0, bean.length() - SUFFIX.length()) : bean;
  }
}
