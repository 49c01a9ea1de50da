// SPDX-License-Identifier: GPL-3.0-or-later
// PixelMed's validator of structured reports over many files in one virtual machine:
//   java -cp /usr/share/java/pixelmed.jar ValidateReports.java FILE...
// Prints "FILE <path>" and then what it says of that file.
import com.pixelmed.validate.DicomSRValidator;

public class ValidateReports
{
  public static void main(String[] files) throws Exception
  {
    final DicomSRValidator validator = new DicomSRValidator();
    for (final String file : files)
    {
      System.out.println("FILE " + file);
      System.out.println(validator.validate(file));
    }
  }
}
