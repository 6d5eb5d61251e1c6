/** The plugin of networks and data; the rooms below know no backend. */
package org.edgeflow.models;
