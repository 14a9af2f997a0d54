/** The only truth of the story: what the two databases say, asked by SQL. */
@NullMarked
package dev.tireless.demo.story.books;

import org.jspecify.annotations.NullMarked;
