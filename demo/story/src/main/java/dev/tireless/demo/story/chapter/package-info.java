/** What is played: one class per line of the table. */
@NullMarked
package dev.tireless.demo.story.chapter;

import org.jspecify.annotations.NullMarked;
