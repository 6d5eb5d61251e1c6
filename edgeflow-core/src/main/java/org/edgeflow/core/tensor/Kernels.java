package org.edgeflow.core.tensor;

import org.edgeflow.core.tensor.activation.Activation;

/**
 * The operations that networks need beyond {@link TensorBackend}'s: what a layer does to a block of
 * examples, forwards, backwards, and along a tangent. A backend supplies the groups that it has and
 * takes the others from {@link org.edgeflow.core.tensor.arrays.ThroughArrays}.
 *
 * <p>Matrices have one example (or one position of one example) a row. Outputs are the caller's and
 * are overwritten unless said otherwise; nothing is allocated. Unless said otherwise an output may
 * be one of the inputs (the same tensor or a view of the very same elements, not a shifted one),
 * but two outputs must not overlap. Rows are along the last axis. Images are stored with their
 * channels innermost: {@code [n, height, width, channels]}.
 *
 * <p>Different threads may use one backend's kernels at once on different outputs, inside {@link
 * TensorBackend#parallel}.
 *
 * @param elementwise products and activations
 * @param rows biases, sums, softmax, normalization
 * @param windows patches and pooling
 * @param places elements by index
 * @param products of matrices
 * @param tiles what convolutions by fewer products need; null of a backend that is better off with
 *     patches
 */
public record Kernels(
    Elementwise elementwise,
    Rows rows,
    Windows windows,
    Places places,
    Products products,
    Tiles tiles) {

  /** Each element depends on the same element of others. */
  public interface Elementwise {

    /** {@code out ← x ∘ y}. */
    void multiply(Tensor x, Tensor y, Tensor out);

    /** {@code out ← x ∘ y + u ∘ v}. */
    void multiplyAdd(Tensor x, Tensor y, Tensor u, Tensor v, Tensor out);

    /**
     * {@code value ← f(z)} and {@code slope ← f′(z)}.
     *
     * @param slope null where it is not wanted
     */
    void activate(Activation f, Tensor z, Tensor value, Tensor slope);

    /**
     * {@code value ← f(z)}, {@code valueTangent ← f′(z) ∘ ż}, {@code slope ← f′(z)}, {@code swing ←
     * f″(z) ∘ ż}: with these, backwards {@code δz = slope ∘ δa} and {@code δ̇z = slope ∘ δ̇a +
     * swing ∘ δa}.
     */
    void activateTangent(
        Activation f,
        Tensor z,
        Tensor zTangent,
        Tensor value,
        Tensor valueTangent,
        Tensor slope,
        Tensor swing);
  }

  /** What goes along the rows of a matrix, or across them. */
  public interface Rows {

    /** {@code matrix ← matrix + 1 rowᵀ}: a bias. */
    void add(Tensor row, Tensor matrix);

    /** {@code row ← β row + 1ᵀ matrix}: the column sums; with β = 0 the old row is not read. */
    void sum(Tensor matrix, double beta, Tensor row);

    /**
     * Softmax with cross-entropy against target rows that sum to 1.
     *
     * @param targets may hold any numbers that sum to 1 in a row; where one is 0 its class costs
     *     nothing, even if its probability is 0
     * @param delta modified: {@code p − y}, the gradient by the logits of the sum over rows; may be
     *     {@code logits} or {@code targets}
     * @return the sum over rows of {@code −Σ yⱼ ln pⱼ}, computed through log-sum-exp
     */
    double softmaxCrossEntropy(Tensor logits, Tensor targets, Tensor delta);

    /**
     * {@link #softmaxCrossEntropy(Tensor, Tensor, Tensor)} with the same bits, whose result is left
     * in a slot, so that nobody waits for it.
     *
     * @param loss its slot is modified
     */
    default void softmaxCrossEntropy(
        Tensor logits, Tensor targets, Tensor delta, Scalars loss, int slot) {
      logits.backend().set(loss, slot, softmaxCrossEntropy(logits, targets, delta));
    }

    /** The softmax of each row. */
    void softmax(Tensor x, Tensor out);

    /**
     * The derivative of each row's softmax p, applied to a vector: {@code out ← p ∘ (v − (p·v))}.
     * It is symmetric, so it serves forwards (v a tangent) and backwards (v an adjoint).
     */
    void softmaxDerivative(Tensor p, Tensor v, Tensor out);

    /**
     * The tangent of {@link #softmaxDerivative}: with {@code s = p·v}, {@code ṡ = ṗ·v + p·v̇},
     * {@code out ← ṗ ∘ (v − s) + p ∘ (v̇ − ṡ)}.
     */
    void softmaxDerivativeTangent(Tensor p, Tensor pTangent, Tensor v, Tensor vTangent, Tensor out);

    /**
     * {@code out ← (x − mean) / √(variance + ε)} of each row, and {@code scale ← 1/√(variance +
     * ε)}, one number a row; the variance is the mean square deviation.
     */
    void normalize(Tensor x, double epsilon, Tensor out, Tensor scale);

    /**
     * The derivative of {@link #normalize}, which is symmetric up to its scale: {@code out ← scale
     * (v − mean(v) − y mean(y ∘ v))} for each row, y the normalized row.
     */
    void normalizeDerivative(Tensor y, Tensor scale, Tensor v, Tensor out);

    /**
     * The tangent of {@link #normalizeDerivative} when y moves by ẏ: the scale then moves by {@code
     * −scale² mean(y ∘ ẋ)}, which {@code scaleTangent} holds, one number a row.
     */
    void normalizeDerivativeTangent(
        Tensor y,
        Tensor yTangent,
        Tensor scale,
        Tensor scaleTangent,
        Tensor v,
        Tensor vTangent,
        Tensor out);

    /** {@code out ← −scale² mean(y ∘ ẋ)} of each row: how {@link #normalize}'s scale moves. */
    void normalizeScaleTangent(Tensor y, Tensor scale, Tensor xTangent, Tensor out);
  }

  /** Windows that slide over images: patches and pooling, with their adjoints. */
  public interface Windows {

    /** The backend's products of elements, which the defaults below are composed of. */
    Elementwise elementwise();

    /**
     * Copies the patches that a window meets: row {@code (example, y, x)} of {@code patches} holds
     * the window at output position (y, x), its columns ordered {@code (window row, window column,
     * channel)}; zeros outside the image.
     *
     * @param images {@code [n, height, width, channels]}
     * @param patches modified: {@code [n · outputHeight · outputWidth, windowHeight · windowWidth ·
     *     channels]}; not {@code images}
     */
    void gatherPatches(Window window, Tensor images, Tensor patches);

    /**
     * The adjoint of {@link #gatherPatches}: {@code images ← } for each pixel the sum over the
     * places that it was copied to; {@code images} is not {@code patches}.
     */
    void scatterPatches(Window window, Tensor patches, Tensor images);

    /**
     * The mean over the part of each window that lies inside the image; 0 where no part does.
     *
     * @param out modified: {@code [n, outputHeight, outputWidth, channels]}; not {@code images}
     */
    void poolAverage(Window window, Tensor images, Tensor out);

    /**
     * The adjoint of {@link #poolAverage}.
     *
     * @param images modified; not {@code out}
     */
    void spreadAverage(Window window, Tensor out, Tensor images);

    /**
     * {@code images ← slope ∘ spread(out)} with {@link #spreadAverage}: backwards through an
     * activation and the mean that follows it.
     *
     * @param images modified; neither {@code out} nor {@code slope}
     */
    default void spreadAverageTimes(Window window, Tensor out, Tensor slope, Tensor images) {
      spreadAverage(window, out, images);
      elementwise().multiply(slope, images, images);
    }

    /**
     * {@link #spreadAverageTimes} and its tangent, {@code imagesTangent ← slope ∘
     * spread(outTangent) + swing ∘ spread(out)}.
     *
     * @param images modified, as is {@code imagesTangent}; neither is one of the inputs
     */
    default void spreadAverageTimesTangent(
        Window window,
        Tensor out,
        Tensor outTangent,
        Tensor slope,
        Tensor swing,
        Tensor images,
        Tensor imagesTangent) {
      spreadAverage(window, out, images);
      spreadAverage(window, outTangent, imagesTangent);
      elementwise().multiplyAdd(slope, imagesTangent, swing, images, imagesTangent);
      elementwise().multiply(slope, images, images);
    }

    /**
     * The maximum over the part of each window that lies inside the image, and where it stands (the
     * first of equal ones; the first NaN where there is one). A window with no part inside gives 0
     * and the index −1.
     *
     * @param out modified: {@code [n, outputHeight, outputWidth, channels]}; not {@code images}
     * @param index modified: for each output its input's index within {@code images}, as many as
     *     outputs
     */
    void poolMax(Window window, Tensor images, Tensor out, Index index);

    /**
     * The adjoint of {@link #poolMax}: each pixel gets the sum over the windows whose maximum it
     * is, in the order of their positions.
     *
     * @param index as poolMax left it for the same window
     * @param images modified; not {@code out}
     */
    void spreadMaximum(Window window, Tensor out, Index index, Tensor images);
  }

  /**
   * Convolutions with 3 × 3 windows by 16 products a tile of 2 × 2 outputs, where patches need 36:
   * Winograd's minimal filtering F(2 × 2, 3 × 3) (Lavin and Gray, arXiv 1509.09308). A convolution
   * is {@code Y = A [ (G w Gᵀ) ∘ (B d Bᵀ) ] Aᵀ} on each tile, summed over the input's channels;
   * here
   *
   * <pre>
   *   B = ( 1  0 −1  0 )   A = ( 1  1  1  0 )   G = ( 1   0   0 )
   *       ( 0  1  1  0 )       ( 0  1 −1  1 )       ( ½   ½   ½ )
   *       ( 0 −1  1  0 )                            ( ½  −½   ½ )
   *       ( 0 −1  0  1 )                            ( 0   0   1 )
   * </pre>
   *
   * <p>All four methods are linear, so they serve values, tangents and deltas.
   */
  public interface Tiles {

    /**
     * {@code B d Bᵀ} of each tile's 4 × 4 pixels, zeros outside the image.
     *
     * @param images {@code [n, height, width, channels]}
     * @param tiles modified: {@code [16, tiles, channels]}; not {@code images}
     */
    void split(Tiling tiling, Tensor images, Tensor tiles);

    /** The adjoint of {@link #split}: {@code images ← } the sum over tiles of {@code Bᵀ t B}. */
    void splitAdjoint(Tiling tiling, Tensor tiles, Tensor images);

    /**
     * {@code A t Aᵀ} of each tile: its 2 × 2 outputs, but for those beyond the last.
     *
     * @param tiles {@code [16, tiles, channels]}
     * @param outputs modified: {@code [n, outputHeight, outputWidth, channels]}; not {@code tiles}
     */
    void join(Tiling tiling, Tensor tiles, Tensor outputs);

    /** The adjoint of {@link #join}: {@code Aᵀ y A} of each tile's outputs. */
    void joinAdjoint(Tiling tiling, Tensor outputs, Tensor tiles);
  }

  /** Elements by their places in a tensor. */
  public interface Places {

    /** Places that this backend's kernels can use at once; the caller owns them. */
    Index index(int... places);

    /** {@code out[i] ← x[index[i]]}, 0 where the index is −1; {@code out} is not {@code x}. */
    void gather(Tensor x, Index index, Tensor out);
  }

  /** Products of matrices. With β = 0 the old content of c is not read: NaN in it does no harm. */
  public interface Products {

    /**
     * {@code c ← α op(a) op(b) + β c}, where {@code op} transposes on request.
     *
     * @param a not modified; {@code m × k} after {@code op}
     * @param b not modified; {@code k × n} after {@code op}
     * @param c modified; {@code m × n}, neither {@code a} nor {@code b}
     */
    void gemm(
        boolean transposeA,
        boolean transposeB,
        double alpha,
        Tensor a,
        Tensor b,
        double beta,
        Tensor c);

    /**
     * Many small products, {@code c_b ← α op(a_b) op(b_b) + β c_b} for {@code b = 0 … batch − 1}.
     *
     * @param a {@code [batch, m, k]}, or {@code [batch, k, m]} where it is to be transposed
     * @param b {@code [batch, k, n]}, or {@code [batch, n, k]} where it is to be transposed
     * @param c modified: {@code [batch, m, n]}, neither a nor b
     */
    void batchedGemm(
        boolean transposeA,
        boolean transposeB,
        double alpha,
        Tensor a,
        Tensor b,
        double beta,
        Tensor c);

    /**
     * {@link #batchedGemm} for matrices of a few dozen rows and columns, such as the heads of an
     * attention: a backend may have something quicker for them, with another rounding.
     */
    default void batchedSmallGemm(
        boolean transposeA,
        boolean transposeB,
        double alpha,
        Tensor a,
        Tensor b,
        double beta,
        Tensor c) {
      batchedGemm(transposeA, transposeB, alpha, a, b, beta, c);
    }
  }
}
