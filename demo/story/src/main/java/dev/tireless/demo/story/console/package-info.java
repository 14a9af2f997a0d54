/** What the person in front of the terminal sees. */
@NullMarked
package dev.tireless.demo.story.console;

import org.jspecify.annotations.NullMarked;
