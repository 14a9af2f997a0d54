package dev.tireless.schedule;

import java.util.LinkedHashMap;
import java.util.Map;

/** The schedules that have a name. */
final class Presets {

  static final RetrySchedule CLASSIC = ScheduleText.parse("1m 5m 10m 30m 1h 2h 5h 10h/24h");
  static final RetrySchedule ALIPAY = ScheduleText.parse("4m 10m 10m 1h 2h 6h 15h/25h");
  static final RetrySchedule WECHAT =
      ScheduleText.parse("15s 15s 30s 3m 10m 20m 30m 30m 30m 1h 3h 3h 3h 6h 6h/24h30m");
  static final RetrySchedule STANDARD_WEBHOOKS =
      ScheduleText.parse("5s 5m 30m 2h 5h 10h 14h 20h 24h/76h");

  private static final Map<String, RetrySchedule> BY_NAME = new LinkedHashMap<>();

  static {
    BY_NAME.put("classic", CLASSIC);
    BY_NAME.put("alipay", ALIPAY);
    BY_NAME.put("wechat", WECHAT);
    BY_NAME.put("standard-webhooks", STANDARD_WEBHOOKS);
  }

  private Presets() {}

  static RetrySchedule named(String name) {
    RetrySchedule schedule = BY_NAME.get(name);
    if (schedule == null) {
      throw new IllegalArgumentException(
          "'%s' is no schedule: use one of %s, or gaps and window like '1m 5m 10m/24h'"
              .formatted(name, String.join(", ", BY_NAME.keySet())));
    }
    return schedule;
  }
}
