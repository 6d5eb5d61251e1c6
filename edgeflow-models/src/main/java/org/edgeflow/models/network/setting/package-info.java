/** Settings that networks by name, and DL4J's, have in common: each is written once. */
package org.edgeflow.models.network.setting;
