package org.edgeflow.core.flow;

/**
 * What a flow learns for nothing while it evaluates its derivative at a state. NaN: not learnt.
 *
 * @param loss {@code L} at the centre
 * @param predictedLoss what the flow says GD's loss is, averaged over two steps
 * @param curvature {@code uᵀHu}, the flow's own estimate of the sharpness
 * @param potential Ψ of a flow that descends a potential in its centre and ascends it in its
 *     oscillation, {@code ½[L(c+δ) + L(c−δ)] − ‖δ‖²/η} for Edge Flow with the chord
 * @param centreSlope {@code ‖∇_c Ψ‖}
 * @param oscillationSlope {@code ‖∇_δ Ψ‖}
 */
public record Reading(
    double loss,
    double predictedLoss,
    double curvature,
    double potential,
    double centreSlope,
    double oscillationSlope) {

  /** Of a flow without a potential. */
  public Reading(double loss, double predictedLoss, double curvature) {
    this(loss, predictedLoss, curvature, Double.NaN, Double.NaN, Double.NaN);
  }
}
