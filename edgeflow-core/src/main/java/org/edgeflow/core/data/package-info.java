/** Datasets as plain arrays with their provenance. Formats and downloads live in other modules. */
package org.edgeflow.core.data;
