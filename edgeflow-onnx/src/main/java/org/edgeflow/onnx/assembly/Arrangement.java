package org.edgeflow.onnx.assembly;

import java.util.Arrays;
import org.edgeflow.onnx.graph.Numbers;

/**
 * Where the elements of a tensor lie in a store of numbers.
 *
 * @param places for each element, row-major, its place in the store, or −1 for one that is 0; not
 *     modified
 * @param store how many numbers the store holds
 */
public record Arrangement(int[] places, int store) {

  /** Each element at its own place. */
  public static Arrangement natural(int size) {
    int[] places = new int[size];
    Arrays.setAll(places, i -> i);
    return new Arrangement(places, size);
  }

  /** What a selection of {@link Numbers#places} says. */
  public static Arrangement of(Numbers selected, int store) {
    return new Arrangement(selected.ints(), store);
  }

  public int size() {
    return places.length;
  }

  /** Whether each element lies at its own place, and nothing else is in the store. */
  public boolean isNatural() {
    if (places.length != store) {
      return false;
    }
    for (int i = 0; i < store; i++) {
      if (places[i] != i) {
        return false;
      }
    }
    return true;
  }

  /** Whether the store holds each element once, and nothing else. */
  public boolean isPermutation() {
    return places.length == store && isOnto();
  }

  /** Whether each number of the store is an element, and each element in the store. */
  public boolean isOnto() {
    boolean[] seen = new boolean[store];
    int count = 0;
    for (int place : places) {
      if (place < 0) {
        return false;
      }
      count += seen[place] ? 0 : 1;
      seen[place] = true;
    }
    return count == store;
  }

  /** Of a permutation: for each place in the store which element lies there. */
  public int[] inverse() {
    int[] inverse = new int[store];
    for (int i = 0; i < places.length; i++) {
      inverse[places[i]] = i;
    }
    return inverse;
  }

  /** The elements that a selection takes. */
  public Arrangement then(Numbers selected) {
    int[] taken = selected.ints();
    for (int i = 0; i < taken.length; i++) {
      taken[i] = taken[i] < 0 ? -1 : places[taken[i]];
    }
    return new Arrangement(taken, store);
  }

  /** The places that elements of some numbers have, as the store holds them. */
  public int[] at(int[] elements) {
    int[] taken = new int[elements.length];
    for (int i = 0; i < taken.length; i++) {
      taken[i] = places[elements[i]];
    }
    return taken;
  }

  /**
   * Where rows of some columns lie whole in the store, the row of the store in which each is; null
   * where they do not, or the store holds something else.
   */
  public int[] rows(int columns) {
    if (places.length != store || store % columns != 0) {
      return null;
    }
    int[] rows = new int[store / columns];
    boolean[] seen = new boolean[rows.length];
    for (int row = 0; row < rows.length; row++) {
      int first = places[row * columns];
      if (first < 0 || first % columns != 0 || seen[first / columns]) {
        return null;
      }
      for (int column = 1; column < columns; column++) {
        if (places[row * columns + column] != first + column) {
          return null;
        }
      }
      rows[row] = first / columns;
      seen[rows[row]] = true;
    }
    return rows;
  }

  /** The arrangement of rows of some columns that lie whole in a store, in this order. */
  public static Arrangement ofRows(int[] rows, int columns) {
    int[] places = new int[rows.length * columns];
    for (int i = 0; i < places.length; i++) {
      places[i] = rows[i / columns] * columns + i % columns;
    }
    return new Arrangement(places, places.length);
  }

  public boolean same(Arrangement other) {
    return store == other.store && Arrays.equals(places, other.places);
  }
}
