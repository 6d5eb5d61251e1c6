/**
 * How the cost of an Edge Flow step grows: measured along one size at a time, fitted by power laws,
 * told as a table, CSV and pictures.
 */
package org.edgeflow.bench.scaling;
