/** What a run writes down: columns, rows, the files that take them, and what is made of them. */
package org.edgeflow.core.record;
