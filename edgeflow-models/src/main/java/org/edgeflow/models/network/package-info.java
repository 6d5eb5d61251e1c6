/** Networks by name, put together for the exact engine: objectives that a config selects. */
package org.edgeflow.models.network;
