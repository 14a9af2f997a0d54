package dev.tireless.spring.receive;

import dev.tireless.receive.NotificationHandler;
import dev.tireless.receive.ReceivedNotification;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.sql.Connection;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.springframework.aop.support.AopUtils;
import org.springframework.util.ReflectionUtils;
import tools.jackson.databind.json.JsonMapper;

/** A method of a bean as the handler of a topic. */
final class HandlerMethod implements NotificationHandler {

  private final Object bean;
  private final Method method;
  private final List<Function<ReceivedNotification, Object>> arguments;

  private HandlerMethod(
      Object bean, Method method, List<Function<ReceivedNotification, Object>> arguments) {
    this.bean = bean;
    this.method = method;
    this.arguments = arguments;
  }

  /**
   * The method, called through whatever proxies the bean has.
   *
   * @throws IllegalStateException when it cannot be a handler; the message says why
   */
  static HandlerMethod of(Object bean, Method method, JsonMapper mapper) {
    check(method);
    Method invocable = AopUtils.selectInvocableMethod(method, bean.getClass());
    ReflectionUtils.makeAccessible(invocable);
    List<Function<ReceivedNotification, Object>> arguments =
        Arrays.stream(method.getGenericParameterTypes()).map(t -> argument(t, mapper)).toList();
    return new HandlerMethod(bean, invocable, arguments);
  }

  @Override
  public void handle(Connection connection, ReceivedNotification notification) throws Exception {
    Object[] values = arguments.stream().map(a -> a.apply(notification)).toArray();
    try {
      method.invoke(bean, values);
    } catch (InvocationTargetException e) {
      ReflectionUtils.rethrowException(e.getTargetException());
    }
  }

  @Override
  public String toString() {
    return method.getDeclaringClass().getName() + "." + method.getName();
  }

  private static void check(Method method) {
    List<Type> types = List.of(method.getGenericParameterTypes());
    long payloads = types.stream().filter(type -> type != ReceivedNotification.class).count();
    if (method.getReturnType() != void.class || types.isEmpty() || types.size() - payloads > 1) {
      throw unfit(method);
    }
    if (payloads > 1 || types.contains(String.class) || types.contains(byte[].class)) {
      throw unfit(method);
    }
  }

  private static IllegalStateException unfit(Method method) {
    return new IllegalStateException(
        ("%s cannot have @OnNotification: such a method returns nothing and takes a"
                + " ReceivedNotification, or a type to read the JSON payload as, or both; raw text"
                + " and bytes are in ReceivedNotification.payload()")
            .formatted(method));
  }

  private static Function<ReceivedNotification, Object> argument(Type type, JsonMapper mapper) {
    return type == ReceivedNotification.class
        ? notification -> notification
        : new PayloadReader(mapper, mapper.constructType(type));
  }
}
