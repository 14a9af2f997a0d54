package dev.tireless.spring.reconcile;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Whether receivers may ask here: as it is said, or else where the engine runs or receivers are
 * configured. An application that only receives keeps its paths for itself.
 */
final class Notifies implements Condition {

  @Override
  public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
    Environment environment = context.getEnvironment();
    Boolean said = environment.getProperty("tireless.reconcile.enabled", Boolean.class);
    return said != null
        ? said
        : environment.getProperty("tireless.engine.enabled", Boolean.class, true)
            || Binder.get(environment)
                .bind("tireless.receivers", Bindable.mapOf(String.class, Object.class))
                .map(receivers -> !receivers.isEmpty())
                .orElse(false);
  }
}
