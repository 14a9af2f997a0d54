/** The two services as their callers see them, over HTTP. */
@NullMarked
package dev.tireless.demo.story.client;

import org.jspecify.annotations.NullMarked;
