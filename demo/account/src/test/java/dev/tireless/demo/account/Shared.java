package dev.tireless.demo.account;

import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives test classes the services that all of them share; JUnit closes them at the end. */
final class Shared implements ParameterResolver {

  private static final Namespace NAMESPACE = Namespace.create(Shared.class);
  private static final Map<Class<?>, Supplier<?>> STARTS =
      Map.of(
          AccountAndStub.class, AccountAndStub::start,
          BothServices.class, BothServices::start);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return STARTS.containsKey(parameter.getParameter().getType());
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .computeIfAbsent(parameter.getParameter().getType(), type -> STARTS.get(type).get());
  }
}
