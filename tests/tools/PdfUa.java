import java.io.FileInputStream;
import java.util.TreeMap;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/** Checks PDFs against PDF/UA-1 with veraPDF; prints each broken rule once with how often, exits 1 if there is one. */
public class PdfUa {
    public static void main(String[] paths) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        TreeMap<String, Integer> broken = new TreeMap<>();
        for (String path : paths) {
            try (PDFAParser parser = Foundries.defaultInstance().createParser(new FileInputStream(path), PDFAFlavour.PDFUA_1)) {
                PDFAValidator validator = Foundries.defaultInstance().createValidator(PDFAFlavour.PDFUA_1, false);
                ValidationResult result = validator.validate(parser);
                for (TestAssertion test : result.getTestAssertions()) {
                    if (test.getStatus() != TestAssertion.Status.FAILED) continue;
                    String line = path + ": clause " + test.getRuleId().getClause() + "-" + test.getRuleId().getTestNumber()
                        + ": " + test.getMessage() + " (first at " + test.getLocation().getContext() + ")";
                    String key = line.replaceAll(" \\(first at .*", "");
                    broken.merge(key, 1, Integer::sum);
                }
                System.out.println(path + ": " + (result.isCompliant() ? "conforms" : "does not conform") + " to PDF/UA-1");
            }
        }
        broken.forEach((line, times) -> System.out.println(line + " [" + times + "]"));
        System.exit(broken.isEmpty() ? 0 : 1);
    }
}
