/**
 * Tireless in a Spring Boot application: publish within a {@code @Transactional} method by {@link
 * dev.tireless.spring.SpringPublisher}, receive by methods with {@link
 * dev.tireless.spring.OnNotification}, configure by {@code tireless.*}.
 */
@NullMarked
package dev.tireless.spring;

import org.jspecify.annotations.NullMarked;
