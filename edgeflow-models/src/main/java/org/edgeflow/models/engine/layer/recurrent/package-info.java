/** Layers that go along a sequence step by step, and what they need to do so. */
package org.edgeflow.models.engine.layer.recurrent;
