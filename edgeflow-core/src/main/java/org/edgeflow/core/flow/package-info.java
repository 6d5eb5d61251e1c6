/**
 * What a continuous-time model is: its state, its derivative, its factory. A model of its own comes
 * in a package of its own.
 */
package org.edgeflow.core.flow;
