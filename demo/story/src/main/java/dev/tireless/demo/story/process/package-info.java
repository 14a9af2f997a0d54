/** The two services as processes of their own: started, stopped, killed. */
@NullMarked
package dev.tireless.demo.story.process;

import org.jspecify.annotations.NullMarked;
